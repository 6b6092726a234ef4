import ArgumentParser
import TavusAPI

/// A time as RFC 3339 spells it.
struct TimeArgument: ExpressibleByArgument {
    let seconds: Double

    init?(argument: String) {
        guard let time = APITimestamp.parse(argument) else { return nil }
        seconds = time
    }
}
