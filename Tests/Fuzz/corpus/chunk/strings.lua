local s = "a\z
  b\x41\u{20AC}\065\n" .. [==[
long]]]==]
print(("%5.2f|%-5s|%q|%x|%a"):format(1.5, "x", s, 255, 1.0), s:byte(1, -1))
print(s:upper():rep(3, ","):reverse():sub(-4, -2), ("k=v, l=w"):gsub("(%w+)=(%w+)", "%2=%1"), ("a.b"):find(".", 1, true))
for w in ("one two"):gmatch("%a+") do io.write(w, 1, "\n") end
return string.pack("<i4z", 7, "q"):unpack("<i4z"), utf8.char(233, 8364), utf8.len("é"), utf8.codepoint("é", 1), #s
