"""The index folder on disk: generations, manifest, checksums, the pointer."""
