"""How often such truces have held, forecasts with a rule to settle them, and how good forecasts were."""
