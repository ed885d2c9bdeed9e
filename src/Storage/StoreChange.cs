namespace AccessKiosk.Storage;

/// <summary>What happened to a person.</summary>
public enum StoreChangeKind
{
    /// <summary>Name, status, validity, groups or consent changed.</summary>
    Changed,

    /// <summary>The person is new.</summary>
    Added,

    /// <summary>References came or went: load them again.</summary>
    ReferencesChanged,

    /// <summary>The person was erased.</summary>
    Removed,
}

/// <summary>A durable change of one person.</summary>
public sealed class StoreChangedEventArgs(PersonId person, StoreChangeKind kind) : EventArgs
{
    /// <summary>Who.</summary>
    public PersonId Person { get; } = person;

    /// <summary>What.</summary>
    public StoreChangeKind Kind { get; } = kind;
}
