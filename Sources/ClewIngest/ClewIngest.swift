// ClewIngest
