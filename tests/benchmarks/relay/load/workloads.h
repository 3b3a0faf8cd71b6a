// What the clients do. Each prints what it measured as one JSON object.
#pragma once

void broadcast_as_fast_as_read(void);
void broadcast_at_rate(void);
void send_in_pairs(void);
void send_to_one_at_rate(void);
void stay_idle(void);
void burst_and_wait(void);
