// ClewMatch
