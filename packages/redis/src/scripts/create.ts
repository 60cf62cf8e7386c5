import { RECLAIM, RECORDS } from './records.ts'
import { script } from './script.ts'

export const CREATE_ARGS = [
  'id',
  'revision',
  'value',
  'nowText',
  'keepText',
  'graceText',
  'user',
  'group',
  'authenticatedAt',
  'max',
  'overflow',
  'evictedAs',
  'evictedKeep',
  'superseded',
  'supersededAs',
  'supersededKeep',
  'channel',
  'waiting',
  'chosen',
] as const

/** Inserts one session, in the steps of the contract. `user` begins with '@', or is empty for a guest; after the names come the ids of `evict`. */
export const CREATE = script(
  CREATE_ARGS,
  RECORDS,
  RECLAIM,
  `
local now, grace, keep = tonumber(nowText), tonumber(graceText), tonumber(keepText)
local ttl = remaining()
local found = user == '' and { false, false, redis.call('HGET', key, id) } or redis.call('HMGET', key, '#', user, id)
local note, current = found[2], found[3]
if note and string.sub(note, 1, 1) ~= '1' then return { 'unreadable', user } end
local mark = note and string.sub(note, 34) or ''

-- What it takes the place of, if that lies here and is not over yet.
local before, beforeRecord = false, nil
if superseded ~= '' then
  before = redis.call('HGET', key, superseded)
  beforeRecord = before and parse(before)
  if not beforeRecord or not beforeRecord.live then before = false end
end
local picked = {}
local function supersede()
  if not before or picked[superseded] then return '' end
  redis.call('HSET', key, superseded, tombstone(before, beforeRecord, supersededAs, supersededKeep))
  keepFor(remaining(), math.max(beforeRecord.keep, tonumber(supersededKeep)), now, grace)
  tell(channel, 'e', ref(superseded, before, beforeRecord))
  return before
end

if current then
  local r = parse(current)
  if not r or r.revision ~= revision then return { 'duplicate' } end
  if waiting == '1' then redis.call('HSET', key, id, current) end
  return { 'created', mark, supersede(), '' }
end
if note and authenticatedAt ~= '' and tonumber(authenticatedAt) < tonumber(string.sub(note, 2, 17)) then return { 'refused' } end

-- byte by byte: '<' on strings would follow the locale of the server
local function precedes(a, b)
  for i = 1, math.min(#a, #b) do
    local x, y = string.byte(a, i), string.byte(b, i)
    if x ~= y then return x < y end
  end
  return #a < #b
end
local function older(a, b)
  local x, y = a.r, b.r
  if overflow == 'evict-least-recent' then
    if x.seenAt ~= y.seenAt then return x.seenAt < y.seenAt end
    if x.createdAt ~= y.createdAt then return x.createdAt < y.createdAt end
  else
    if x.createdAt ~= y.createdAt then return x.createdAt < y.createdAt end
    if x.seenAt ~= y.seenAt then return x.seenAt < y.seenAt end
  end
  return precedes(a.id, b.id)
end

local evicted = {}
local function evict(session)
  evicted[#evicted + 1] = session
  picked[session.id] = true
end
for i = 1, tonumber(chosen) do
  local other = ARGV[#ARGV - tonumber(chosen) + i]
  local value = not picked[other] and redis.call('HGET', key, other)
  local r = value and parse(value)
  if r and '@' .. (r.user or '') == user and isLive(r, now) then evict({ id = other, value = value, r = r }) end
end

local least, gone
if max ~= '' then
  local active, answer = {}, { 'limited' }
  least, gone = walk(now, grace, function(other, value, r)
    if r and r.user and '@' .. r.user == user and r.group == group and isLive(r, now) and other ~= superseded then
      if not picked[other] then active[#active + 1] = { id = other, value = value, r = r } end
      answer[#answer + 1] = other
      answer[#answer + 1] = value
    end
  end)
  local over = #active - tonumber(max) + 1
  if over > 0 then
    if overflow == 'reject' then return answer end
    table.sort(active, older)
    for i = 1, math.min(over, #active) do evict(active[i]) end
  end
end

redis.call('HSET', key, id, value)
local longest, refs = keep, {}
for i, session in ipairs(evicted) do
  redis.call('HSET', key, session.id, tombstone(session.value, session.r, evictedAs, evictedKeep))
  longest = math.max(longest, session.r.keep, tonumber(evictedKeep))
  refs[i] = ref(session.id, session.value, session.r)
end
keepFor(ttl, longest, now, grace)
if ttl ~= -2 then
  if least then
    drop(gone)
    writeSweep({ earliest = math.min(least, keep), cursor = '0' })
  else
    sweep(readSweep(found[1]) or { earliest = 0, cursor = '0' }, keep, now, grace)
  end
end
refs = table.concat(refs)
tell(channel, 'e', refs)
return { 'created', mark, supersede(), refs }
`,
)
