import TavusAPI

/// Installs and updates recipes: fetches, checks, asks, and only then stores.
public struct RecipeInstaller: Sendable {
    public struct Options: Sendable {
        /// The lock decides, and is not written.
        public var isFrozen = false
        /// Installs an owner whose name is nearly that of a known one.
        public var acceptsName = false
        /// Who has to have signed.
        public var key: SigningKey?
        /// Of this program.
        public var host: SemanticVersion

        public init(host: SemanticVersion) { self.host = host }
    }

    /// What a person is asked about.
    public struct Change: Sendable {
        public let before: SharedRecipe
        public let after: SharedRecipe
        /// What it may do that it may not do now.
        public let widening: RecipePermissions

        /// The same in words, a phrase each.
        public var words: [String] {
            widening.words.may
                + PermissionWords.liftedLimits(
                    from: before.permissions, to: after.permissions)
        }
    }

    public struct Installed: Sendable {
        public let pin: RecipePin
        public let recipe: SharedRecipe
        /// It is what was installed before.
        public let isUnchanged: Bool
    }

    let library: InstalledRecipes
    let fetcher: RecipeFetcher
    let indexes: RecipeIndexes
    let keys: TrustedKeys
    let options: Options
    /// - Returns: whether an update may do more than what is there now.
    private let confirm: @Sendable (Change) -> Bool

    public init(
        library: InstalledRecipes, fetcher: RecipeFetcher, indexes: RecipeIndexes,
        keys: TrustedKeys,
        options: Options, confirm: @escaping @Sendable (Change) -> Bool
    ) {
        self.library = library
        self.fetcher = fetcher
        self.indexes = indexes
        self.keys = keys
        self.options = options
        self.confirm = confirm
    }

    /// Installs what the lock has.
    public func installLocked() async throws(SharingError) -> [Installed] {
        guard let lock = try library.lock() else {
            throw SharingError(
                .notFound, "there is no \(RecipeLock.fileName) here. Name what to install")
        }
        var installed: [Installed] = []
        for pin in lock.recipes { installed.append(try await restore(pin)) }
        return installed
    }

    /// Installs a recipe and what it requires.
    /// - Parameter source: as a person writes it; see ``RecipePlace``.
    /// - Returns: the recipe first, then what it requires.
    public func install(_ source: String) async throws(SharingError) -> [Installed] {
        let origin = try RecipePlace(source)
        if let pin = try library.lock()?.recipes.first(where: { Self.isMet(origin, source, by: $0) }
        ) {
            return [try await restore(pin)]
        }
        try refuseFrozen("\(DisplayText.safe(source, limit: 200)) is not in it")
        var installed: [Installed] = []
        try await add(origin, source: source, to: &installed)
        return installed
    }

    /// Fetches a recipe again from where it came from, and installs what has come.
    public func update(_ pin: RecipePin) async throws(SharingError) -> [Installed] {
        try refuseFrozen("\(pin.name) is not updated")
        var installed: [Installed] = []
        try await add(try RecipePlace(pin.source), source: pin.source, to: &installed)
        return installed
    }

    /// What an update would install; nothing is stored.
    public func newest(of pin: RecipePin) async throws(SharingError) -> SharedRecipe {
        try await fetch(try RecipePlace(pin.source)).recipe
    }

    private func refuseFrozen(_ why: String) throws(SharingError) {
        guard options.isFrozen else { return }
        throw SharingError(
            .integrity,
            "\(library.lockPath) is frozen (--frozen, or CI is set), and \(why). Run without")
    }

    private static func isMet(_ origin: RecipePlace, _ source: String, by pin: RecipePin) -> Bool {
        if case .index(let name, let range) = origin {
            return pin.name == name && range.contains(pin.version)
        }
        return pin.source == source
    }

    // MARK: Parts

    /// Brings back exactly what a pin says.
    private func restore(_ pin: RecipePin) async throws(SharingError) -> Installed {
        let known: RecipeTree?
        do { known = try library.store.tree(pin.tree) } catch { known = nil }
        let tree: RecipeTree
        if let known {
            tree = known
        } else {
            tree = try await fetcher.fetch(try RecipePlace(pin.resolved)).tree
            guard tree.hash == pin.tree else {
                throw SharingError(
                    .integrity,
                    "\(pin.name): \(DisplayText.safe(pin.resolved, limit: 200)) has \(tree.hash.short)"
                        + " now, and \(library.lockPath) wants \(pin.tree.short)")
            }
        }
        let recipe = try SharedRecipe(tree)
        guard recipe.manifest.name == pin.name, recipe.manifest.version == pin.version,
            recipe.permissions.sha256 == pin.permissions
        else {
            throw SharingError(
                .integrity,
                "\(pin.name): the header says \(recipe.manifest.name) \(recipe.manifest.version), and"
                    + " \(library.lockPath) another name, version or other permissions")
        }
        try checkHost(recipe)
        try library.store.put(tree)
        try library.store.update { (list) throws(SharingError) in list[pin.name] = pin }
        return Installed(pin: pin, recipe: recipe, isUnchanged: known != nil)
    }

    private struct Found {
        let recipe: SharedRecipe
        let resolved: String
        let signer: SigningKey?
    }

    /// Fetches and checks; an index says where, and what to expect there.
    private func fetch(_ origin: RecipePlace) async throws(SharingError) -> Found {
        guard case .index(let name, let range) = origin else {
            let fetched = try await fetcher.fetch(origin)
            let recipe = try SharedRecipe(fetched.tree)
            return Found(
                recipe: recipe, resolved: fetched.resolved,
                signer: try signer(of: recipe, key: options.key))
        }
        let entry = try await indexes.newest(name, range, fetcher)
        let fetched = try await fetcher.fetch(entry.origin)
        let recipe = try SharedRecipe(fetched.tree)
        guard recipe.tree.hash == entry.version.tree, recipe.manifest.name == name,
            recipe.manifest.version == entry.version.version
        else {
            throw SharingError(
                .integrity,
                "\(name): what came is \(recipe.manifest.name) \(recipe.manifest.version)"
                    + " \(recipe.tree.hash.short), and the index promised \(entry.version.version)"
                    + " \(entry.version.tree.short)")
        }
        let signer = try signer(of: recipe, key: options.key ?? entry.version.signer)
        guard signer != nil || entry.version.signer == nil else {
            throw SharingError(
                .integrity, "\(name): the index promised a signature, and there is none")
        }
        return Found(recipe: recipe, resolved: fetched.resolved, signer: signer)
    }

    private func signer(
        of recipe: SharedRecipe, key: SigningKey?
    ) throws(SharingError) -> SigningKey? {
        let (name, version) = (recipe.manifest.name, recipe.manifest.version)
        let known = try name.owner.flatMap { owner throws(SharingError) in try keys.all()[owner] }
        var signer: SigningKey?
        if let text = recipe.tree.signature.flatMap({ String(validating: $0, as: UTF8.self) }) {
            do throws(SharingError) {
                signer = try RecipeSignature.verify(
                    text, of: recipe.tree, name: name, version: version, key: key ?? known)
            } catch {
                throw error.within("\(name) \(version)")
            }
        }
        guard signer != nil || key == nil else {
            throw SharingError(.integrity, "\(name) \(version) is not signed")
        }
        try keys.check(signer, of: name)
        return signer
    }

    private func checkHost(_ recipe: SharedRecipe) throws(SharingError) {
        do {
            try recipe.manifest.check(host: options.host)
        } catch {
            throw SharingError(.host, error.description)
        }
    }

    private func add(
        _ origin: RecipePlace, source: String, to installed: inout [Installed]
    ) async throws(SharingError) {
        let found = try await fetch(origin)
        let recipe = found.recipe
        let name = recipe.manifest.name
        try checkHost(recipe)
        try await checkOwner(of: name)
        let before = try current(name)
        if let before, before.tree.hash != recipe.tree.hash {
            try compare(before, recipe)
        }
        let pin = recipe.pin(source: source, resolved: found.resolved, signer: found.signer)
        try library.store.put(recipe.tree)
        if let signer = found.signer { try keys.remember(signer, of: name) }
        try library.store.update { (list) throws(SharingError) in list[name] = pin }
        var lock = try library.lock() ?? RecipeLock()
        lock[name] = pin
        try lock.write(library.lockPath)
        installed.append(
            Installed(
                pin: pin, recipe: recipe, isUnchanged: before?.tree.hash == recipe.tree.hash))
        try await addRequirements(of: recipe, to: &installed)
    }

    private func addRequirements(
        of recipe: SharedRecipe, to installed: inout [Installed]
    ) async throws(SharingError) {
        for requirement in recipe.manifest.requires {
            if let there = try library.lock()?[requirement.name] {
                guard requirement.range.contains(there.version) else {
                    throw SharingError(
                        .refused,
                        "\(recipe.manifest.name) requires \(requirement), and \(there.name)"
                            + " \(there.version) is installed; one version of a recipe can be")
                }
                continue
            }
            try await add(
                .index(requirement.name, requirement.range), source: requirement.description,
                to: &installed)
        }
    }

    /// - Returns: what the name stands for now; nil where that is nothing, or cannot be read any more.
    private func current(_ name: RecipeName) throws(SharingError) -> SharedRecipe? {
        let locked = try library.lock()?[name]
        let installed = try library.store.installed()[name]
        guard let pin = locked ?? installed else { return nil }
        let tree: RecipeTree?
        do { tree = try library.store.tree(pin.tree) } catch { tree = nil }
        return try tree.map { tree throws(SharingError) in try SharedRecipe(tree) }
    }

    private func compare(_ before: SharedRecipe, _ after: SharedRecipe) throws(SharingError) {
        guard let widening = after.permissions.widening(from: before.permissions) else { return }
        let change = Change(before: before, after: after, widening: widening)
        guard confirm(change) else {
            let more = change.words.joined(separator: ", ")
            throw SharingError(
                .permission,
                "\(after.manifest.name) \(after.manifest.version) may do more than"
                    + " \(before.manifest.version): \(more)."
                    + " Nothing was installed. Look at it (tavlua recipes diff), then remove the"
                    + " old one first")
        }
    }

    private func checkOwner(of name: RecipeName) async throws(SharingError) {
        guard let owner = name.owner, !options.acceptsName else { return }
        var known = Set(try library.store.installed().recipes.compactMap(\.name.owner))
        known.formUnion(try library.lock()?.recipes.compactMap(\.name.owner) ?? [])
        known.formUnion(try await indexes.owners(fetcher))
        guard let near = NearbyOwner.of(owner, among: known) else { return }
        throw SharingError(
            .permission,
            "\(owner) is nearly \(near), which is another owner. If \(name) is meant: --accept-name"
        )
    }
}
