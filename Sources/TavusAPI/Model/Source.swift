/// The texts that the catalogue cites, each with its date.
public enum Source {
    /// The API reference that this project started from: 35 operations.
    public static let reference = "Tavus API reference, 2025-11-16"
    /// The samples that came before the reference.
    public static let wrapper = "Tavus API wrapper README, 2024-12"
    /// The OpenAPI file of docs.tavus.io, as mirrored by api-evangelist/tavus.
    public static let openAPI = "OpenAPI, 2026-05"
    /// The vendor's own command line client, on PyPI.
    public static let cli = "tavus-cli 0.11, 2026"
    /// Pages of docs.tavus.io.
    public static let documentation = "docs.tavus.io, 2026"
    /// The pages "Memory Stores" of the same, which came later.
    public static let memoryStores = "docs.tavus.io, Memory Stores, 2026-08"
    /// livekit-plugins-tavus 1.8.9, on PyPI.
    public static let liveKit = "LiveKit plugin 1.8.9, 2026"
    /// `src/libs/Tavus/openapi.yaml` of tryAGI/Tavus on GitHub; hand-made, weaker than the vendor's.
    public static let tryAGI = "tryAGI, 2026-03"
    /// The manifest of source-tavus in airbytehq/airbyte, tested against the live service.
    public static let airbyte = "Airbyte, 2025"
    /// What programs that call the live service say that it does.
    public static let observed = "client code, 2025"

    /// A page of docs.tavus.io: `docs.tavus.io, 2026, "Create Tool"`.
    public static func documentation(_ page: String) -> String { "\(documentation), \"\(page)\"" }

    /// A section of the reference: `Tavus API reference, 2025-11-16, "Get Persona"`.
    public static func reference(_ section: String) -> String { "\(reference), \"\(section)\"" }
}
