"""CloudWatch's GetMetricData for what the balancer measures."""
