using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Liquid;

/// <summary>Refuses names in the configuration that are no option, so that a misspelt one does not go unnoticed.</summary>
internal sealed class UnknownSettings(IConfiguration configuration) : IValidateOptions<LiquidOptions>
{
    private static readonly string[] _known =
        [.. typeof(LiquidOptions).GetProperties().Select(property => property.Name).Where(name => name != nameof(LiquidOptions.SpaceOf)).Order()];

    public ValidateOptionsResult Validate(string? name, LiquidOptions options)
    {
        var unknown = configuration.GetChildren()
            .Where(setting => !_known.Contains(setting.Key, StringComparer.OrdinalIgnoreCase))
            .Select(setting => $"{setting.Path} is no setting. There are: {string.Join(", ", _known)}.")
            .ToList();
        return unknown.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(unknown);
    }
}
