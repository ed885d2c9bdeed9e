using AccessKiosk.Foundation;

namespace AccessKiosk.Storage;

/// <summary>What kind of fault the store met; for exit codes and screens.</summary>
public enum StoreFault
{
    /// <summary>The caller's values cannot be stored.</summary>
    Invalid,

    /// <summary>Nothing is stored under this identifier.</summary>
    NotFound,

    /// <summary>A name or number that must be unique is taken.</summary>
    Conflict,

    /// <summary>References may not be stored without consent.</summary>
    ConsentMissing,

    /// <summary>Another kiosk holds the store.</summary>
    Locked,

    /// <summary>The database stayed busy beyond the time-out.</summary>
    Busy,

    /// <summary>The store cannot be written.</summary>
    ReadOnly,

    /// <summary>No space left.</summary>
    DiskFull,

    /// <summary>A file is cut off or altered.</summary>
    Damaged,

    /// <summary>Somebody changed a file by other means than the kiosk, or put something into it that the kiosk does not know.</summary>
    Altered,

    /// <summary>The file is not a kiosk's database.</summary>
    Foreign,

    /// <summary>The database was made by a newer version.</summary>
    Newer,

    /// <summary>The database was made by an older version and may only be read here.</summary>
    Older,

    /// <summary>The database file is missing while its keys exist.</summary>
    DatabaseMissing,

    /// <summary>The master key, the key store or a person's key is missing.</summary>
    KeyMissing,

    /// <summary>The master key does not open the key store, or the key store belongs to another database.</summary>
    KeyWrong,

    /// <summary>Others can read the master key's file.</summary>
    KeyExposed,
}

/// <summary>A fault of the store in one line that says what to do. It never carries biometric data or names.</summary>
public sealed class StoreException : AccessKioskException
{
    /// <summary>A fault of the kind <paramref name="fault"/>.</summary>
    public StoreException(StoreFault fault, string message, Exception? inner = null)
        : base(message, inner) => Fault = fault;

    /// <summary>The kind.</summary>
    public StoreFault Fault { get; }
}
