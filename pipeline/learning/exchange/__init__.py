"""Exchange of annotated samples with annotation tools: one module a format, and what they share."""
