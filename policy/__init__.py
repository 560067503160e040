"""The policy pack: what no stack of this program may hold, asked by the engine with `--policy-pack policy`."""
