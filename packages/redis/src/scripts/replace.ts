import { RECLAIM, RECORDS } from './records.ts'
import { script } from './script.ts'

export const REPLACE_ARGS = [
  'id',
  'expected',
  'revision',
  'nowText',
  'value',
  'keepText',
  'graceText',
  'userField',
  'mark',
  'channel',
  'waiting',
] as const

/** Renewal, re-keying, data, touch: one compare-and-set. Never looks at more than a few of the user's other sessions. */
export const REPLACE = script(
  REPLACE_ARGS,
  RECORDS,
  RECLAIM,
  `
local now, grace, keep = tonumber(nowText), tonumber(graceText), tonumber(keepText)
local found = redis.call('HMGET', key, id, '#')
local current = found[1]
if not current then return { 'missing' } end
local r = parse(current)
if not r then return { 'unreadable' } end
if not isLive(r, now) or r.revision ~= expected then
  -- The client sent this very call twice: written again, so that WAIT on this connection covers the first one as well.
  if waiting == '1' and r.revision == revision then redis.call('HSET', key, id, current) end
  return { 'conflict', current }
end
redis.call('HSET', key, id, value)
if keep ~= r.keep then keepFor(remaining(), keep, now, grace) end
sweep(readSweep(found[2]), keep, now, grace)
if channel ~= '' then tell(channel, 'r', ref(id, value, parse(value))) end

if userField ~= '' then
  local note = redis.call('HGET', key, userField)
  if note and string.sub(note, 1, 1) == '1' and string.sub(note, 34) == '+' .. mark then
    redis.call('HSET', key, userField, string.sub(note, 1, 33) .. '-')
    -- The mark alone kept the hash without end: now its longest-lived part decides again. A user is marked rarely.
    local longest, marked = 0, false
    local all = redis.call('HGETALL', key)
    for i = 1, #all, 2 do
      if all[i] ~= '#' then
        local until_ = keepOf(all[i], all[i + 1])
        if until_ and until_ > longest then longest = until_ end
        if not until_ and string.sub(all[i], 1, 1) == '@' then marked = true end
      end
    end
    if not marked then redis.call('PEXPIRE', key, whole(math.max(longest - now + grace, 1))) end
  end
end
return { 'replaced' }
`,
)
