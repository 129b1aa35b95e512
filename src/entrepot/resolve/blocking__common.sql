-- Words too common to bring parties together, by who carries them.
SELECT k.party_number, k.key_number, k.weight
FROM resolve__block_key k
JOIN resolve__block_use u ON u.key_number = k.key_number
WHERE u.key_kind = 'word' AND u.party_count > $most_sharing
ORDER BY k.party_number, k.key_number
