-- One list of completers from many programs' lists: one row a pairing, completed or not.
-- Columns are found by their names, so a program with an older mentorctl fits in.
COPY (
    SELECT
        program_id, program, year, pairing, completed = 'yes' AS completed,
        completed_on, mentee_id, mentee, mentor_id, mentor, advisor_id, supervisor_id,
        experiences, meetings, waivers, signatures_counted, signatures_asked,
        list_transform(
            regexp_extract_all(coalesce(reasons, ''), '(?:[^;\\]|\\.)+'),
            lambda each: regexp_replace(trim(each), '\\(.)', '\1', 'g')
        ) AS reasons
    FROM read_csv('lists/*.csv', header = true, union_by_name = true, all_varchar = true)
    ORDER BY program_id, year, pairing
) TO 'completers.csv' (HEADER, DELIMITER ',');
