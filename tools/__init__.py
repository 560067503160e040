"""How a machine gets what this project needs: the virtual environment, the Pulumi engine, the test run."""
