namespace AccessKiosk.Storage.Schema;

/// <summary>Pictures of a person that are not taken at the kiosk, from the invitation to the review. The row goes when they are decided about.</summary>
internal sealed class RemoteEnrollmentRow
{
    public Guid Id { get; set; }

    public Guid PersonId { get; set; }

    public required string Source { get; set; }

    /// <summary>SHA-256 of the link's token; null where there is no link.</summary>
    public byte[]? Token { get; set; }

    public string? TextVersion { get; set; }

    public string? TakenBy { get; set; }

    public required string CreatedBy { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    public DateTimeOffset? SentAt { get; set; }
}

/// <summary>One of the pictures, sealed by its enrolment's key.</summary>
internal sealed class RemotePictureRow
{
    public Guid Id { get; set; }

    public Guid EnrollmentId { get; set; }

    public required byte[] Content { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
}
