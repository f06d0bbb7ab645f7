"""Lowering: the statements of a policy in, lets of a kernel out; each module lowers one stage of a bill."""
