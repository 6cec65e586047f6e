// ClewCase
