"""Makes the drafts in ``sample_videos/`` from media that public packages ship."""
