// ClewRender
