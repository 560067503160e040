"""What it costs: calls, seconds, throughput, memory."""
