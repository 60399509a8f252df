-- Asks for ranges of recordings, one after another, at places all over them. Arguments: length (0: all of it), targets.
local requests, at = {}, 0

init = function(arguments)
  local length = tonumber(arguments[1])
  for target = 2, #arguments do
    for place = 0, 15 do
      local first = (place * 7 + target) * 131072
      wrk.headers["Range"] = length > 0 and string.format("bytes=%d-%d", first, first + length - 1) or nil
      requests[#requests + 1] = wrk.format("GET", arguments[target])
    end
  end
end

request = function()
  at = at % #requests + 1
  return requests[at]
end

done = function(summary, latency)
  local errors = summary.errors
  io.write(string.format("result %d %d %d %d %d %d\n", summary.requests, summary.duration, summary.bytes,
    latency:percentile(50), latency:percentile(99),
    errors.status + errors.connect + errors.read + errors.write + errors.timeout))
end
