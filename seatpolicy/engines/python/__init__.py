"""The everyday engine: kernels as generated Python."""
