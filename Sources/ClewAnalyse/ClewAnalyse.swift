// ClewAnalyse
