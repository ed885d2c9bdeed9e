using AccessKiosk.Storage;
using AccessKiosk.Storage.Schema;

namespace AccessKiosk.Enrollment.People;

/// <summary>What a directory of an organisation calls a person; sealed with the person and erased with them.</summary>
/// <param name="UserName">The name of the account; unique, case does not matter.</param>
/// <param name="ExternalId">The directory's own identifier; null for none.</param>
/// <param name="IsSuspended">Whether the directory suspended the person: nobody but whoever suspended lets them in again.</param>
/// <param name="IsGone">Whether the directory has deleted the account.</param>
public sealed record DirectoryEntry(string UserName, string? ExternalId, bool IsSuspended = false, bool IsGone = false)
{
    /// <summary>The same as the store takes it: without blanks around texts.</summary>
    /// <exception cref="StoreException">A value cannot be taken; the message says which.</exception>
    public DirectoryEntry Checked() => this with
    {
        UserName = Check.Text(UserName, "the user name", KioskDb.NameLength), ExternalId = Check.Optional(ExternalId, "the external identifier", KioskDb.NameLength),
    };

    /// <summary>Says nothing of the person.</summary>
    public override string ToString() => nameof(DirectoryEntry);
}

/// <summary>A change of what a directory says: made only where it still is as it was.</summary>
/// <param name="Before">What was stored; null for nothing.</param>
/// <param name="After">What is to be stored.</param>
public sealed record DirectoryEdit(DirectoryEntry? Before, DirectoryEntry After);

/// <summary>A group that is to be added or renamed together with changes of people.</summary>
/// <param name="Id">The group.</param>
/// <param name="Name">Its name.</param>
/// <param name="IsNew">Whether it is added.</param>
public sealed record GroupEdit(Guid Id, string Name, bool IsNew);
