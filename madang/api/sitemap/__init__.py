"""What search engines ask first: the sitemap and `robots.txt`."""
