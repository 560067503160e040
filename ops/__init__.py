"""What a person does around `pulumi up`: look, compare, and be told what to do next."""
