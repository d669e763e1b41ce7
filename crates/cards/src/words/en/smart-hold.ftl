# /smarthold

smart-hold-title = Smart Hold: { $accepted } of { $treated } accepted ({ $share }) · { $place }
smart-hold-title-none = Smart Hold: no calls · { $place }
smart-hold-title-unsure = Smart Hold: { $accepted } of { $treated } accepted · { $place }
smart-hold-callbacks = { $reached } of { $ended } callbacks reached the customer; { $failed } failed ({ $share }). Pending or other: { $open }
smart-hold-callbacks-none = No callback has ended yet. Pending or other: { $open }
smart-hold-callbacks-unknown = What became of the callbacks is not known
smart-hold-late = A failed callback is booked after its last attempt: in a window this short it may be of customers who called earlier

smart-hold-skill = Skill
smart-hold-name = Name
smart-hold-treated = Calls in Smart Hold
smart-hold-accepted = Accepted the callback
smart-hold-acceptance = Acceptance
smart-hold-declined = Declined
smart-hold-undecided = Undecided
smart-hold-called-back = Callbacks ended
smart-hold-reached = Successful callbacks
smart-hold-failed = Failed callbacks
smart-hold-fail-rate = Failed among ended
smart-hold-open = Open (pending or other)
smart-hold-completion = Successful among accepted
smart-hold-gain = Service-level gain, as wolkvox gives it (unit not published; never summed)

smart-hold-by-failed = By skill, most failed first:
smart-hold-by-treated = By skill, most calls first:
smart-hold-by-open = By skill, most open first:
smart-hold-by-skill = By skill number:
smart-hold-row-failed = failed { $failed }
smart-hold-row-accepted = accepted { $accepted }
smart-hold-row-open = open { $open }

smart-hold-no-data = No Smart Hold data · { $place }
smart-hold-no-data-why = wolkvox sends nothing when no skill used Smart Hold: that is usual, since it sets in only when the service level is at risk. It is not the same as zero
smart-hold-unused = Smart Hold not used · { $place }
smart-hold-unused-why = The report has only the skills that have the function and used it in this window, and this one is not among them. As a rule that is good news

smart-hold-doubt-answers = { $skill }: { $part } answers (accepted or declined) of { $of } calls, so how many stayed undecided is not known
smart-hold-doubt-callbacks = { $skill }: { $part } callbacks ended of { $of } accepted, so how many are open is not known; some may come from before the window
smart-hold-doubt-more = { $more } more differences of this kind, all in the file
smart-hold-doubt-missing = One or more skills lack a figure, so the total of that figure is not known
smart-hold-stage-treated = Offered a callback
smart-hold-stage-accepted = Accepted
smart-hold-stage-called-back = Finished
smart-hold-stage-reached = Reached
smart-hold-alt = From call to contact: { $rows }.
