-- The default figures by campaign and month, written by hand over Parquet files of the raw records.
WITH counted AS (
    SELECT campaign_code, strftime(started_at, '%Y-%m') AS month,
           count(*) AS calls,
           count(*) FILTER (outcome NOT IN ('no_answer', 'busy', 'voicemail', 'failed', 'wrong_number')) AS reached,
           count(*) FILTER (outcome IN ('refused', 'information', 'appointment')) AS useful_conversations
    FROM read_parquet('{folder}/calls.parquet') GROUP BY ALL
), booked AS (
    SELECT campaign_code, strftime(booked_at, '%Y-%m') AS month,
           count(*) AS appointments_set,
           count(*) FILTER (validation = 'validated') AS appointments_validated,
           count(*) FILTER (status = 'held') AS appointments_held
    FROM read_parquet('{folder}/appointments.parquet') GROUP BY ALL
), qualified AS (
    SELECT campaign_code, strftime(created_at, '%Y-%m') AS month, count(*) AS opportunities
    FROM read_parquet('{folder}/opportunities.parquet') GROUP BY ALL
), proposed AS (
    SELECT campaign_code, strftime(proposed_at, '%Y-%m') AS month, count(*) AS proposals
    FROM read_parquet('{folder}/opportunities.parquet') WHERE proposed_at IS NOT NULL GROUP BY ALL
), signed AS (
    SELECT campaign_code, strftime(signed_on, '%Y-%m') AS month, count(*) AS contracts,
           sum(round(revenue * 100)::BIGINT) AS revenue_cents, sum(round(margin * 100)::BIGINT) AS margin_cents
    FROM read_parquet('{folder}/contracts.parquet') GROUP BY ALL
), spent AS ( -- every entry is of one campaign and one whole month
    SELECT campaign_code, strftime(period_start, '%Y-%m') AS month, sum(round(amount * 100)::BIGINT) AS cost_cents
    FROM read_parquet('{folder}/costs.parquet') GROUP BY ALL
)
SELECT campaign_code, month, calls, reached, useful_conversations, appointments_set, appointments_validated,
       appointments_held, opportunities, proposals, contracts, revenue_cents / 100 AS revenue,
       margin_cents / 100 AS margin, cost_cents / 100 AS cost_total,
       (coalesce(margin_cents, 0) - cost_cents) / cost_cents AS roi
FROM counted
FULL JOIN booked USING (campaign_code, month)
FULL JOIN qualified USING (campaign_code, month)
FULL JOIN proposed USING (campaign_code, month)
FULL JOIN signed USING (campaign_code, month)
FULL JOIN spent USING (campaign_code, month)
ORDER BY ALL
