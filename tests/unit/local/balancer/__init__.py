"""The balancer, with real sockets and a made-up snapshot."""
