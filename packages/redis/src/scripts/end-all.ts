import { RECLAIM, RECORDS } from './records.ts'
import { script } from './script.ts'

export const END_ALL_ARGS = [
  'user',
  'nowText',
  'ending',
  'keepText',
  'nonce',
  'except',
  'notBefore',
  'mark',
  'graceText',
  'channel',
  'waiting',
] as const

/** Ends the user's sessions and notes about the user what has to outlive them. `mark` begins with '+' if there is one. */
export const END_ALL = script(
  END_ALL_ARGS,
  RECORDS,
  RECLAIM,
  `
local now, grace, keep = tonumber(nowText), tonumber(graceText), tonumber(keepText)
local field = '@' .. user
local ttl = remaining()
local note = redis.call('HGET', key, field)
if note and string.sub(note, 1, 1) ~= '1' then return { 'unreadable', field } end

local refs, writes, removed, sessions, longest = {}, {}, {}, 0, 0
local least, gone = walk(now, grace, function(id, value, r)
  sessions = sessions + 1
  if id == except then return end
  if not r then
    -- Whose it is cannot be told, and a damaged record must not outlive the end of everything.
    removed[#removed + 1] = id
    refs[#refs + 1] = string.format('%04d', #user) .. '0000' .. string.format('%04d', #id) .. id .. user
  elseif r.user == user then
    if isLive(r, now) then
      writes[#writes + 1] = id
      writes[#writes + 1] = tombstone(value, r, ending, keepText)
      longest = math.max(longest, r.keep, keep)
      refs[#refs + 1] = ref(id, value, r)
    elseif endedBy(value, r, nonce) then
      -- The client sent this very call twice: written again, so that WAIT on this connection covers the first one as well.
      if waiting == '1' then writes[#writes + 1] = id; writes[#writes + 1] = value end
      refs[#refs + 1] = ref(id, value, r)
    end
  end
end)

if notBefore ~= '' or mark ~= '' then
  local before, until_, kept = '${'0'.repeat(16)}', keepText, '-'
  if note then
    before, kept = string.sub(note, 2, 17), string.sub(note, 34)
    if tonumber(string.sub(note, 18, 33)) > keep then until_ = string.sub(note, 18, 33) end
  end
  if notBefore ~= '' and tonumber(notBefore) > tonumber(before) then before = notBefore end
  if mark ~= '' then kept = mark end
  writes[#writes + 1] = field
  writes[#writes + 1] = '1' .. before .. until_ .. kept
  longest = math.max(longest, tonumber(until_))
  if kept == '-' then least = math.min(least, tonumber(until_)) end
end

for i = 1, #writes, 1000 do redis.call('HSET', key, unpack(writes, i, math.min(i + 999, #writes))) end
drop(removed)
drop(gone)
if #writes > 0 then
  if mark ~= '' then redis.call('PERSIST', key) else keepFor(ttl, longest, now, grace) end
  if sessions > 1 then writeSweep({ earliest = least, cursor = '0' }) end
end
refs = table.concat(refs)
tell(channel, 'e', refs)
return { 'ended', refs }
`,
)
