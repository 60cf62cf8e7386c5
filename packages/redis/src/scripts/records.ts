import { AT, HEADER, LENGTHS, NO_USER, NONCE_LENGTH, SWEEP_FIELD, TIME_DIGITS } from '../layout.ts'

/** Lua counts from 1 and includes the end. */
const place = (at: number, digits: number): string => `${at + 1}, ${at + digits}`
const time = (at: number): string => `tonumber(string.sub(value, ${place(at, TIME_DIGITS)}))`
const length = (name: keyof typeof LENGTHS): string =>
  `tonumber(string.sub(value, ${place(AT[`${name}Length`], LENGTHS[name])}))`

/**
 * What every script knows of stored records. Plain Lua 5.1 on strings: nothing that an app stored is decoded on the server.
 * Ids and user ids are compared with `==` and by their bytes, never with `<`, which follows the server's locale.
 */
export const RECORDS = `
local key = KEYS[1]
-- Redis and Valkey run Lua 5.1; servers that are like them may run a later one, which moved this.
local unpack = table.unpack or unpack

-- The header of a stored record; nil for what this version cannot read, which is then left alone.
local function parse(value)
  if not string.find(value, '^1[LE]%d%d%d%d') then return nil end
  local createdAt, seenAt = ${time(AT.createdAt)}, ${time(AT.seenAt)}
  local idle, absolute, keep = ${time(AT.idleExpiresAt)}, ${time(AT.absoluteExpiresAt)}, ${time(AT.keepUntil)}
  local revision, group, ending, auth = ${length('revision')}, ${length('group')}, ${length('ending')}, ${length('auth')}
  local guest = string.sub(value, ${place(AT.userLength, LENGTHS.user)}) == '${NO_USER}'
  local user = guest and 0 or ${length('user')}
  if not (createdAt and seenAt and idle and absolute and keep and revision and user and group and ending and auth) then
    return nil
  end
  local userAt = ${HEADER + 1} + revision
  local groupAt = userAt + user
  local endingAt = groupAt + group
  local authAt = endingAt + ending
  local bodyAt = authAt + auth
  if bodyAt > #value + 1 then return nil end
  return {
    live = string.sub(value, 2, 2) == 'L',
    createdAt = createdAt, seenAt = seenAt, idle = idle, absolute = absolute, keep = keep,
    revision = string.sub(value, ${HEADER + 1}, userAt - 1),
    user = not guest and string.sub(value, userAt, groupAt - 1) or nil,
    group = string.sub(value, groupAt, endingAt - 1),
    endingAt = endingAt, authAt = authAt, bodyAt = bodyAt,
  }
end

local function isLive(r, now)
  return r.live and now < r.idle and now < r.absolute
end

-- The tombstone: keeps what is told of the session and auth, drops the body.
local function tombstone(value, r, ending, keep)
  if r.keep > tonumber(keep) then keep = string.sub(value, ${place(AT.keepUntil, TIME_DIGITS)}) end
  return '1E' .. string.sub(value, 3, ${AT.keepUntil}) .. keep
    .. string.sub(value, ${AT.revisionLength + 1}, ${AT.endingLength}) .. string.format('%0${LENGTHS.ending}d', #ending)
    .. string.sub(value, ${AT.authLength + 1}, r.endingAt - 1) .. ending .. string.sub(value, r.authAt, r.bodyAt - 1)
end

local function endedBy(value, r, nonce)
  return not r.live and string.sub(value, r.endingAt, r.endingAt + ${NONCE_LENGTH - 1}) == nonce
end

-- A Ref as a script answers it and as subscribers are told: the lengths of user and group, then id, user and group.
local function ref(id, value, r)
  return string.sub(value, ${place(AT.userLength, LENGTHS.user + LENGTHS.group)}) .. string.format('%04d', #id)
    .. id .. (r.user or '') .. r.group
end

local function tell(channel, kind, refs)
  if channel ~= '' and refs ~= '' then redis.call('PUBLISH', channel, kind .. refs) end
end

local function whole(n) return string.format('%.0f', n) end
`

/**
 * How space is reclaimed. Two things only, and both late on purpose, by \`grace\`:
 *
 * - The hash as a whole has a native time to live which follows its longest-lived record and is never made shorter. It is a
 *   duration, reckoned from the app's \`now\`: the server's idea of the date plays no part.
 * - Each write looks at a few neighbours and drops those that are over. The field '${SWEEP_FIELD}' remembers where it
 *   stopped, and the earliest moment at which there may be something to drop, so that most writes look at nothing.
 */
export const RECLAIM = `
-- -2: there is no hash yet; -1: it is kept without end, because of a mark.
local function remaining() return redis.call('PTTL', key) end

local function keepFor(ttl, keep, now, grace)
  local wanted = math.max(keep - now + grace, 1)
  if ttl ~= -1 and ttl < wanted then redis.call('PEXPIRE', key, whole(wanted)) end
end

-- When a note about a user is over; nil: never, or not ours to say.
local function noteKeep(value)
  if string.sub(value, 1, 1) ~= '1' or string.sub(value, ${2 + 2 * TIME_DIGITS}, ${2 + 2 * TIME_DIGITS}) == '+' then return nil end
  return tonumber(string.sub(value, ${place(1 + TIME_DIGITS, TIME_DIGITS)}))
end

local function keepOf(field, value)
  if string.sub(field, 1, 1) == '@' then return noteKeep(value) end
  local r = parse(value)
  return r and r.keep
end

-- earliest: nothing is over before; cursor: where the round stands; least: the smallest that this round has seen.
local function readSweep(text)
  if not text then return nil end
  local earliest, cursor, least = string.match(text, '^(%d+) (%d+) (%d*)$')
  if not earliest then return { earliest = 0, cursor = '0' } end
  return { earliest = tonumber(earliest), cursor = cursor, least = tonumber(least) }
end

local function writeSweep(s)
  redis.call('HSET', key, '${SWEEP_FIELD}', whole(s.earliest) .. ' ' .. s.cursor .. ' ' .. (s.least and whole(s.least) or ''))
end

-- To be called after a write: \`keep\` is what was just written.
local function sweep(s, keep, now, grace)
  if not s then return end
  local changed = false
  if keep < s.earliest then s.earliest, changed = keep, true end
  if s.least and keep < s.least then s.least, changed = keep, true end
  if now - grace >= s.earliest then
    changed = true
    local found = redis.call('HSCAN', key, s.cursor, 'COUNT', 8)
    local least, gone = s.least or ${Number.MAX_SAFE_INTEGER}, {}
    for i = 1, #found[2], 2 do
      local field = found[2][i]
      local until_ = field ~= '${SWEEP_FIELD}' and keepOf(field, found[2][i + 1])
      if until_ and until_ <= now - grace then gone[#gone + 1] = field
      elseif until_ and until_ < least then least = until_ end
    end
    if #gone > 0 then redis.call('HDEL', key, unpack(gone)) end
    s.cursor, s.least = found[1], least
    if s.cursor == '0' then s.earliest, s.least = least, nil end
  end
  if changed then writeSweep(s) end
end

-- For the scripts that walk the whole hash anyway: calls visit(id, value, record or nil) for each session, drops all that is over.
local function walk(now, grace, visit)
  local all = redis.call('HGETALL', key)
  local least, gone = ${Number.MAX_SAFE_INTEGER}, {}
  for i = 1, #all, 2 do
    local field, value = all[i], all[i + 1]
    if field ~= '${SWEEP_FIELD}' then
      local first = string.sub(field, 1, 1)
      local r = first ~= '@' and parse(value) or nil
      local keep = r and r.keep or (first == '@' and noteKeep(value)) or nil
      if keep and keep <= now - grace then gone[#gone + 1] = field
      else
        if keep and keep < least then least = keep end
        if first ~= '@' then visit(field, value, r) end
      end
    end
  end
  return least, gone
end

local function drop(gone)
  for i = 1, #gone, 1000 do redis.call('HDEL', key, unpack(gone, i, math.min(i + 999, #gone))) end
end
`
