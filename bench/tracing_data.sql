-- Invented customs lines as the linked table of a case; rows, firms, series and codes are filled in by tracing_data.py. Ten lines make a
-- group: 0 to 2 come into a hub, 3 leaves a hub firm for Russia, 4 to 9 reach Russia directly. In every second group line 3
-- is what line 0 brought: same part and quantity, 3 to 60 days later.
WITH drawn AS (
    SELECT
        r,
        r % 10 AS slot,
        CASE WHEN r % 10 = 3 AND (r // 10) % 2 = 0 THEN r - 3 ELSE r END AS k,  -- whose goods the line holds
        -- Zipf-like as in ingest_data.sql; the first hub firm is a forwarder with a share of all hub lines.
        CASE WHEN hash(r // 10, 7) % 100 < {forwarder_percent} THEN 0
             ELSE CAST(floor({hubs} * pow((hash(r // 10, 1) % 1000003) / 1000003.0, 3)) AS INTEGER) END AS hub,
        CAST(floor({buyers} * pow((hash(r, 2) % 1000003) / 1000003.0, 3)) AS INTEGER) AS buyer,
        CAST(floor({sellers} * pow((hash(r, 3) % 1000003) / 1000003.0, 3)) AS INTEGER) AS seller,
        CAST((r - r % 10) * 1400 // {rows} AS INTEGER) AS day
    FROM range({rows}) AS t(r)
),
held AS (
    SELECT
        *,
        hash(k, 4) % 4000 AS good,
        CASE WHEN hash(k, 5) % 10 < 3 THEN 100 * (1 + hash(k, 6) % 50) ELSE 1 + hash(k, 6) % 9000 END AS quantity,
        CASE WHEN slot = 3 AND (r // 10) % 2 = 0 THEN 1.1 ELSE 1.0 END * (1 + hash(k, 4) % 400) AS price,
        DATE '2020-01-01' + day + CASE WHEN slot = 3 AND (r // 10) % 2 = 0 THEN CAST(3 + hash(r, 8) % 58 AS INTEGER) ELSE 0 END
            AS declared_on,
        list_extract(['KZ', 'TR', 'AE', 'KG', 'AM'], 1 + hub % 5) AS hub_iso,
        list_extract(['CN', 'HK', 'DE', 'US', 'TW'], 1 + seller % 5) AS seller_iso
    FROM drawn
),
coded AS (
    SELECT
        *,
        -- Four goods in ten are on the list; six in ten of their lines name one of 20 parts, in {series} series.
        CASE WHEN good % 10 < 4 THEN list_extract({codes}, CAST(1 + good % len({codes}) AS BIGINT))
             ELSE printf('%06d', 10000 + good % 300 * 37) END AS hs6,
        CASE WHEN good % 10 < 4 AND hash(k, 9) % 10 < 6 THEN
            printf('PART%d%c', good * 20 + hash(k, 10) % 20, 65)
            || CASE hash(k, 11) % {series} WHEN 0 THEN '' ELSE CAST(hash(k, 11) % {series} AS VARCHAR) END END AS part
    FROM held
)
SELECT
    CASE WHEN slot < 3 THEN printf('h%05d', hub) ELSE printf('b%06d', buyer) END AS importer_party_id,
    CASE WHEN slot = 3 THEN printf('h%05d', hub) ELSE printf('s%06d', seller) END AS exporter_party_id,
    printf('%016x', hash(r)) AS declaration_id,
    declared_on,
    'import' AS direction,
    CASE WHEN slot < 3 THEN hub_iso ELSE 'RU' END AS reporting_iso,
    CASE WHEN slot < 3 THEN hub_iso ELSE 'RU' END AS importer_country_iso,
    CASE WHEN slot = 3 THEN hub_iso ELSE seller_iso END AS exporter_country_iso,
    hs6 AS hs_code,
    hs6,
    part AS part_number,
    part AS part_number_key,
    list_extract(['alfa', 'beta', 'gamma', NULL], CAST(1 + good % 4 AS BIGINT)) AS brand,
    CAST(quantity AS DOUBLE) AS quantity,
    'pcs' AS quantity_unit,
    quantity * 0.01 AS net_mass_kg,
    quantity * price AS value_usd,
    printf('row %d', r + 2) AS locator
FROM coded
