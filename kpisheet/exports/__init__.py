"""A download of an ad system, web analytics, a CRM or a shop: to lines of Channels, Months and Deals."""
