import Testing

@testable import LuaHost

/// Pitfall 21: no spelling of a private address, and no name that resolves to one, gets by.
@Suite struct NetworkGrantTests {
    @Test(arguments: [
        "127.0.0.1", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7F.1", "0177.0.0.1",
        "017700000001", "127.255.255.254", "0.0.0.0", "0", "10.1.2.3", "012.1.2.3", "172.16.0.1",
        "172.31.255.255", "192.168.0.1", "0xc0a80001", "169.254.169.254", "0xa9fea9fe",
        "100.64.0.1",
        "192.0.0.1", "192.0.2.1", "198.18.0.1", "203.0.113.9", "224.0.0.1", "255.255.255.255",
        "::1", "::", "0:0:0:0:0:0:0:1", "::ffff:127.0.0.1", "::ffff:7f00:1", "::ffff:10.0.0.1",
        "::127.0.0.1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12:3456::1", "ff02::1",
        "2001:db8::1",
        "64:ff9b::127.0.0.1", "64:ff9b::a00:1", "2002:7f00:1::", "2002:c0a8:1::1", "2001::1",
    ])
    func anAddressThatIsNotPublicIsRefusedHoweverItIsSpelled(text: String) throws {
        let address = try #require(LuaNetworkAddress(text))
        #expect(!address.isGlobal)
        let grants = LuaGrants(hosts: ["api.example.com", "*.example.com"])
        #expect(!grants.permits(.host(text)))
        #expect(throws: LuaPermissionError.self) {
            try grants.check(address, of: "api.example.com")
        }
    }

    @Test(arguments: [
        "8.8.8.8", "134744072", "010.010.010.010", "172.15.0.1", "172.32.0.1", "100.128.0.1",
        "11.0.0.1",
        "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1",
    ])
    func aPublicAddressIsWhereAGrantedNameMayLead(text: String) throws {
        let address = try #require(LuaNetworkAddress(text))
        #expect(address.isGlobal)
        try LuaGrants(hosts: ["api.example.com"]).check(address, of: "api.example.com")
    }

    @Test(arguments: [
        "localhost", "example.com", "1.2.3.4.5", "256.1.1.1", "1.2.3.256", "4294967296", "1..2", "",
        "08.1.1.1", "1.2.3.4x", ":::", "1::2::3", "12345::", "::g", "1:2:3:4:5:6:7",
        "+1.2.3.4",
        "1:2:3:4:5:6:7:8:9", "::1.2.3", "-1", "0x+1",
    ])
    func whatIsNoAddressIsAName(text: String) {
        #expect(LuaNetworkAddress(text) == nil)
    }

    @Test func anAddressIsGrantedByNamingIt() throws {
        let grants = LuaGrants(hosts: ["127.0.0.1", "[::1]", "localhost"])
        let loopback = try #require(LuaNetworkAddress("127.1"))
        try grants.check(.host("2130706433"))
        try grants.check(.host("0:0::1"))
        try grants.check(loopback, of: "127.1")
        try grants.check(loopback, of: "LOCALHOST.")
        #expect(throws: LuaPermissionError.self) { try grants.check(.host("127.0.0.2")) }
        let private10 = try #require(LuaNetworkAddress("10.0.0.1"))
        #expect(throws: LuaPermissionError.self) { try grants.check(private10, of: "127.0.0.1") }
    }

    /// A redirection is one more connection: it is checked as the first was.
    @Test func aRedirectionElsewhereIsRefused() throws {
        let grants = LuaGrants(hosts: ["api.example.com"])
        try grants.check(.host("api.example.com"))
        let error = #expect(throws: LuaPermissionError.self) {
            try grants.check(.host("metadata.google.internal"))
        }
        #expect(error?.capability == .host("metadata.google.internal"))
        let metadata = try #require(LuaNetworkAddress("169.254.169.254"))
        let rebound = #expect(throws: LuaPermissionError.self) {
            try grants.check(metadata, of: "api.example.com")
        }
        #expect(rebound?.reason == "it leads to 169.254.169.254, which is no public address")
    }
}
