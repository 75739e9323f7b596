-- Schedules that were stored before their routes said that a run is not joined by the next one, and in which time zone
-- their hours are. Camel stores them anew at the start; Quartz's tables hold nothing else.
delete from platform.qrtz_fired_triggers;
delete from platform.qrtz_cron_triggers;
delete from platform.qrtz_triggers;
delete from platform.qrtz_job_details;
