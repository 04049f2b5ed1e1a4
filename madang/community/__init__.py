"""What people ask of the city and tell it: requests for data, reports of errors, searches that found nothing."""
