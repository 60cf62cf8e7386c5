import { RECLAIM, RECORDS } from './records.ts'
import { script } from './script.ts'

export const RECOGNIZE_ARGS = ['field', 'nowText', 'untilText', 'nonce', 'graceText'] as const

/** A device's field holds until when it is known, and the call that met it first: sent twice, that call is told `new` twice. */
export const RECOGNIZE = script(
  RECOGNIZE_ARGS,
  RECORDS,
  RECLAIM,
  `
local now, grace, until_ = tonumber(nowText), tonumber(graceText), tonumber(untilText)
local ttl = remaining()
local found = redis.call('HMGET', key, field, '#')
local known, cursor = found[1], found[2] or '0'
local knownUntil = known and tonumber(string.sub(known, 1, 16)) or 0
local first = known and string.sub(known, 17) or ''
local isNew = knownUntil <= now or first == nonce
if isNew then first = nonce end
if knownUntil > until_ then untilText = string.sub(known, 1, 16) end
redis.call('HSET', key, field, untilText .. first)
keepFor(ttl, tonumber(untilText), now, grace)
if not isNew then return 'known' end

-- A few neighbours are looked at, and those that are over dropped. The first device of a user has none.
if ttl ~= -2 then
  local scanned = redis.call('HSCAN', key, cursor, 'COUNT', 8)
  for i = 1, #scanned[2], 2 do
    local other, value = scanned[2][i], scanned[2][i + 1]
    if other ~= '#' and other ~= field and (tonumber(string.sub(value, 1, 16)) or now) <= now - grace then
      redis.call('HDEL', key, other)
    end
  end
  redis.call('HSET', key, '#', scanned[1])
end
return 'new'
`,
)
