"""The compiler: a checked policy in, kernels of exact integers out."""
