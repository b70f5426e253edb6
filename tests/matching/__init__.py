"""Tests of what two videos share."""
