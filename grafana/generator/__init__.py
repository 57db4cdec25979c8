"""Makes the dashboards: one module for each, on common ground in promql, panels and frame."""
