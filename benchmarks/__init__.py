"""Speed, memory and scaling, beside others': commands whose results are pages of the documentation."""
