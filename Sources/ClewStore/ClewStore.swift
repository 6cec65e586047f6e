// ClewStore
