-- Amounts of two units are never added, nor those that are parts, duplicates, plans, differences, rates or shares.
-- A sum has no upper (lower) bound where one of its amounts has none.

CREATE VIEW totals AS
SELECT agency_name, region, date_from, date_to, category, type, object, unit,
    count(*) AS figures,
    CASE WHEN count(low) = count(*) THEN sum(low) END AS low,
    CASE WHEN count(high) = count(*) THEN sum(high) END AS high
FROM records WHERE summable GROUP BY ALL ORDER BY ALL;

CREATE VIEW by_agency_month AS
SELECT agency_name, region, month, type, unit,
    count(*) AS figures,
    CASE WHEN count(low) = count(*) THEN sum(low) END AS low,
    CASE WHEN count(high) = count(*) THEN sum(high) END AS high
FROM records WHERE summable AND month IS NOT NULL GROUP BY ALL ORDER BY ALL;

CREATE VIEW by_category AS
SELECT category, type, unit,
    count(*) AS figures,
    CASE WHEN count(low) = count(*) THEN sum(low) END AS low,
    CASE WHEN count(high) = count(*) THEN sum(high) END AS high
FROM records WHERE summable GROUP BY ALL ORDER BY ALL;
