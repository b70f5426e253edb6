"""Many machines: drafts are analyzed by the workers of a Dask cluster that sees the same files.

``dispatch`` is to a run what the pool of processes on this machine is: it takes drafts and gives
reports. It decides which worker gets which draft, through ``link``, the connection to the
scheduler. ``seat`` is what runs on a worker: a draft there has a process of its own and a time
limit, as it has here. ``local`` starts a cluster on this machine. An ``errand`` goes out, and an
answer comes back.
"""
