return 0x7fffffffffffffff + 1, 1 // 0.0, -7 // 2, -7 % 3, 7 % -3.0, 2^53, 1e308 * 10, 0/0 ~= 0/0, 3 | 0x10, ~0, 1 << 63, 1 >> -1,
  math.tointeger("8"), tonumber("0x1p4"), tonumber("z", 36), "10" + 5, math.ult(1, -1), 5 // -0.0, math.fmod(-6, 4), 0xA.8p1, 1e-10
